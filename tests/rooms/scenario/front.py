"""A scenario with several channels, calls of the desks, carry-in repair and everything that is promised about them."""

FRONT = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2025-01-06, weeks: 52, warmup: 2w, runout: 7w}
calendars:
  works: {days: mon-fri, hours: "08:30-17:30"}
channels:
  phone: {share: 70%, patience: {mean: 3min}, redial: 60%, closed: reject}
  chat: {share: 20%, calendar: works, closed: on_call}
  mail: {share: 10%, answer: deferred, calendar: works}
products:
  analyser:
    faults:
      gas: {rate_per_unit_year: 2, remote_fix: {front: 20%, experts: 40%}, talk: 6min, repair: 2h, repeat: 4%}
      screen:
        rate_per_unit_year: 1
        talk: 4min
        repair: 1h
        carry_in: 60%
        bring: {mean: 1d}
        take_back: {mean: 2d}
        repeat: {chance: 5%, after: 6d}
satisfaction: {all_kept: 97%, one_missed: 80%, more_missed: 55%}
complaints: {all_kept: 0.5%, one_missed: 4%, more_missed: 15%, after: {mean: 1d}, decision: {mean: 6h}}
""",
    "commitments.yaml": """\
- id: hotline
  measure: {open: phone, share_of: answered}
  target: 95%
- id: manned
  measure: {open: chat}
  clock: works
- id: answered
  measure: {from: reported, to: answered}
  within: 20s
  of: call
  covers: {channel: [phone, chat]}
  target: 80%
- id: fix-time
  measure: {from: reported, to: restored}
  within: 30h
  statistic: mean
- id: progress
  measure: {from: reported, to: progress_reported}
  within: 6h
  target: 90%
- id: follow-up
  measure: {from: closed, to: followed_up_1}
  within: 2d..7d
  target: 90%
- id: follow-up-again
  measure: {from: followed_up_1, to: followed_up_2}
  within: 8d
  target: 90%
- id: call-back
  measure: {from: closed, to: called_back}
  within: 7d
  target: 98%
- id: complaint
  measure: {from: complained, to: [complaint_answered, escalated]}
  within: 2d
  target: 95%
- id: carry-in
  measure: {from: received, to: restored}
  within: 5d
  covers: {carry_in: true, repeat: false}
  target: 90%
- id: no-repeat
  measure: {share_of: repeated}
  target: {at_most: 3%}
- id: solved
  measure: {share_of: resolved}
  within: 14d
  target: 97%
- id: in-touch
  measure: {share_of: contacted}
  within: 3 months
  target: 95%
- id: works
  measure: {availability: unit}
  per: site
  target: 98%
- id: satisfied
  measure: {share_of: satisfied}
  of: customer
  per: region
  target: 85%
""",
    "plans/baseline.yaml": """\
desks:
  front:
    seats: 3
    takes: [phone, mail]
    order: severity
    trunks: 8
    after_call: 2min
    escalate_to: experts
    overflow: {to: partner, after: 60s}
    virtual_hold: {after: 2min, accepted: 40%}
  partner: {seats: 1, employer: contracted, pay_per_call: 6.50}
  online: {calendar: works, seats: 2, takes: chat, overflow: partner}
  experts: {seats: 1, training: {remote_fix: x1.2, talk: x0.9, one_off: 40000}}
outlets:
  kunming: {city: 昆明, benches: 2, bench_calendar: works}
teams:
  kunming: {engineers: 4, on_call: 1}
dispatch: {rule: due_date, due: {fix-time: 20h}}
calls:
  progress: {every: 6h}
  call_back: 3d
  follow_up_1: 2d..7d
  follow_up_2: {due: 7d, desk: partner, handle: {mean: 4min}, reached: 90%}
  complaint: {due: 1d, answered: 70%}
  contact: {every: 3 months, window: 0d}
  three_strikes: {within: 60d}
""",
    "sites.csv": "site_id,city,units\nS1,昆明,4\nS2,曲靖,2\n",
}
