"""Scenarios as they are written: the smallest, one with everything about calls, one with parts and working rules."""

SMALLEST = {
    "scenario.yaml": """\
# scenario.yaml
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-01, months: 12}
products:
  analyser:
    faults:
      any: {rate_per_unit_year: 2, repair: {mean: 2h}}
""",
    "commitments.yaml": """\
# commitments.yaml
- id: onsite-4h
  clause: 接到报修后4小时内到达现场，每超时一次扣5000元
  measure: {from: reported, to: arrived}
  within: 4h
  target: 95%
  penalty: {per_miss: 5000}
""",
    "plans/baseline.yaml": """\
# plans/baseline.yaml
outlets:
  kunming: {city: 昆明市}
  qujing: {city: 曲靖市}
teams:
  kunming: {engineers: 6}
  qujing: {engineers: 3}
""",
    "sites.csv": "site_id,city,units\nS001,昆明市,4\nS002,玉溪市,1\n",
}

FULL = {
    "scenario.yaml": """\
schema: 1
name: {en: Coach service, zh: 客车售后服务}
timezone: Asia/Shanghai
country: CN
currency: CNY
horizon: {start: 2026-01-05, weeks: 52, warmup: 2w, runout: 5w}
judge: {confidence: 95%, assurance: 0.9}
severities: [line-down, major, general]
calendars:
  works: {days: mon-fri, hours: ["08:30-12:00", "13:00-17:30"], holidays: CN}
  night: {days: daily, hours: "20:00-08:00"}
  worknight: {all_of: [works, night]}
channels:
  phone: {answer: live, patience: {mean: 3min}, redial: {chance: 60%, after: {mean: 10min}}, closed: message}
dispersion: {region_day_cv: 0.4, site_cv: 0.8}
profile:
  hours: {weekday: [1,1,1,1,1,1,1,5,5,5,5,5,5,5,5,5,5,5,1,1,1,1,1,1]}
  months: [1,1,1,1,1,1,2,2,1,1,1,1]
  growth_per_year: 5%
  surges: {from: 2026-07-01, to: 2026-07-14, factor: x2, regions: [云南省]}
products:
  coach:
    faults:
      body:
        rate_per_unit_year: 1.4
        severity: general
        skill: body
        remote_fix: {front: 15%, experts: 25%}
        first_fix: 95%
        talk: {mean: 6min}
        diagnose: {dist: triangular, low: 15min, mode: 30min, high: 2h}
        repair: {mean: {value: 2.5h, assumed: true, low: 2h, high: 4h}, cv: 0.9}
        sign_off: 15min
      engine: {rate: 0.5/d, supplier: {id: enginemaker, chance: 40%}, skill: chassis, repair: {mean: 5h}}
suppliers:
  enginemaker: {contact: {handle: 20min, desk: front}, reply: {mean: 6h}, supply: {mean: 3d}, visits: own}
travel: {detour: 1.3, speeds: [{first_km: 30, kmh: 28}, {kmh: 65}], noise_cv: 0.2, radius: great_circle}
satisfaction: {all_kept: 97%, one_missed: 80%, more_missed: 55%}
complaints: {all_kept: 0.5%, one_missed: 4%, more_missed: 15%}
prices: {per_km: 0.90}
""",
    "commitments.yaml": """\
- id: onsite-100km
  clause: {zh: "服务半径在100KM以内的，应在24小时内到达现场", en: "On site within 24 h inside 100 km"}
  clause_ref: 3.20
  measure: {from: reported, to: arrived}
  within: 24h
  covers: {fault: [body], radius_km: {at_most: 100}}
  target: 90%
  review: year
  penalty: {per_miss: 500, cap: {amount: 50000, per: contract}}
- id: reply-beyond-100km
  measure: {from: reported, to: replied}
  within: 12h
  covers: {any: [{radius_km: {above: 100}}, {needs_supplier: true}], not: {severity: line-down}}
  target: {at_least: 90%}
- id: handled-6h
  measure: {from: reported, to: [restored, handed_on]}
  cases: [{covers: {reported_during: works}, within: 6h, clock: works}, {within: 24h}]
  target: 90%
  confidence: 99%
- id: same-day
  measure: {from: reported, to: restored}
  by: {end_of_day: works, cutoff: "16:00"}
  pause: [supplier, access]
  target: 85%
- id: two-days
  measure: {from: reported, to: closed}
  within: 2wd
  clock: works
  penalty: 100
  accept: 2000
- id: complaints
  measure: {share_of: complained}
  target: {below: 3%}
""",
    "plans/baseline.yaml": """\
name: {en: As it is, zh: 现状}
desks:
  front: {seats: {"00:00-08:00": 1, "08:00-20:00": 3}, takes: [phone], escalate_to: experts, pay_per_seat_month: 7000}
  experts: {calendar: works, seats: 2}
  duty: {role: dispatch, seats: {"08:00-20:00": 2, "20:00-08:00": 1}, handle: 3min}
outlets:
  kunming: {city: 昆明}
  qujing: {lat: 25.49, lon: 103.80}
territories:
  all: {regions: [云南省], outlets: [kunming, qujing]}
teams:
  kunming: {engineers: 6, skills: [body, chassis], shift: works, on_call: 1, overtime: {cap: 3h}}
  partner: {outlet: qujing, engineers: unlimited, skills: body}
dispatch: {rule: due_date, backup: when_late, end_of_shift: next_day}
""",
    "sites.csv": "site_id,name,lat,lon,city,customer,region,product,units,outlet,contract\n"
    "1,Depot,24.9,102.8,,City Bus,云南省,coach,4,kunming,std\n"
    "S002,,,,玉溪,,,,1,,\n",
}

STOCKED = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2025-01-06, weeks: 52, warmup: 2w, runout: 9w}
severities: [line-down, general]
calendars:
  works: {days: mon-fri, hours: "08:30-17:30"}
products:
  analyser:
    unit: whole
    swap: {unit: whole, work: 45min}
    faults:
      gas:
        rate_per_unit_year: 2
        severity: line-down
        skill: gas
        crew: {1: 70%, 2: 30%}
        repair: 2h
        parts: {pump: 30%, lamp: {chance: 10%, known: 60%, quantity: {1: 70%, 3: 30%}}}
      dust: {rate_per_unit_year: 1, skill: dust, repair: 1h, parts: {filter: {quantity: 2}}}
travel: {hour_factor: {"07:00-09:00": 1.4, "22:00-02:00": x0.9}}
prices: {per_km: 0.9, per_night: 300, holding_per_year: 20%, courier: 400}
""",
    "commitments.yaml": """\
- id: parts-1w
  measure: {from: reported, to: restored}
  within: 1w
  covers: {needs_part: true}
  target: 99%
""",
    "plans/baseline.yaml": """\
outlets:
  kunming: {city: 昆明, stock: {pump: 3, lamp: {s: 4, Q: 6}, whole: {s: 0, S: 2}}, store_hours: works, issue: 10min}
  qujing: {lat: 25.49, lon: 103.80, stock: {file: stock.csv}, from_central: 20h, cost_per_month: 900, one_off: 30000}
central: {city: 玉溪, stock: {pump: 6}, cost_per_month: 4000}
supply:
  central_to_outlet: 30h
  courier: 8h
  lateral: {between: [kunming, qujing], lead: 6h}
  sourcing: [van, outlet, lateral, central, courier]
swap: {when_not_restored_within: 3h}
teams:
  kunming: {engineers: 4, on_call: {engineers: 2, rest: 9h, wake: [line-down]}, van: {pump: 1}, shrinkage: 6%}
  qujing: {engineers: 2, employer: contracted, skills: {gas: 1.0, dust: x1.25}, pay_per_visit: 600, at_most: 40/month}
dispatch: {end_of_shift: next_day, overnight: true, missing_part: wait, after_job: return, reserve: {line-down: 1}}
""",
    "sites.csv": "site_id,city,units,access\nS1,昆明,4,works\nS2,曲靖,2,\n",
    "parts.csv": """\
part_id,name,unit_cost,kind,lead,courier_lead
pump,Membrane pump,120.50,,5d,
lamp,,30,repairable,"{mean: 3d}",6h
filter,Filter,8,consumable,2w,
whole,Spare analyser,20000,unit,30d,
""",
    "stock.csv": "part_id,level,s,S,Q\npump,2,,,\nlamp,,1,4,\nfilter,,3,,12\nwhole,0,,,\n",
    "travel_matrix.csv": "from,to,km,minutes\nkunming,S1,7.5,12.5\nS1,kunming,8,13\n",
}
