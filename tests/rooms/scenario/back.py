"""A scenario with repair loop, contracts, charged work, planned visits, relief and a start state."""

BACK = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2025-01-06, weeks: 52, warmup: 0s, runout: 9w}
calendars:
  works: {days: mon-fri, hours: "08:30-17:30"}
  late: {days: mon-fri, hours: "14:00-22:00"}
products:
  analyser:
    swap: {unit: whole, work: 45min}
    faults:
      gas: {rate_per_unit_year: 2, skill: gas, repair: 2h, parts: {pump: 30%, board: 10%}}
contracts: {std: {fee_per_year: 120000, years: 3}, gold: 300000}
charged: {in_warranty: 5%, refused: 10%, work_per_hour: 200, parts_markup: 20%}
appointments: {share: 20%, after: {mean: 1d}, calendar: works}
prices: {per_km: 0.9, per_night: 300, holding_per_year: 20%, courier: 400}
""",
    "commitments.yaml": """\
- id: onsite
  measure: {from: reported, to: arrived}
  within: 72h
  covers: {contract: std}
  target: 90%
  review: month
  penalty: {per_miss: 500, per_hour_late: 20, bands: [{below: 80%, percent_of_fee: 5%}, {below: 85%, amount: 900}]}
  exit: {misses: 3, in: quarter, per: customer}
- id: fix
  measure: {from: reported, to: restored}
  within: 3d
  covers: {in_warranty: false}
  target: 90%
  penalty:
    when: target_missed
    percent_of_fee: 2%
    cap: {share_of_fee: 10%}
    exclude: {dates: 2025-01-28, customer_caused: true}
""",
    "plans/baseline.yaml": """\
desks:
  front: {seats: 2, takes: phone}
outlets:
  kunming: {city: 昆明, stock: {pump: 3, pump-b: 1, board: 2, whole: 1}}
central: {city: 玉溪, stock: {pump: 2}}
workshop: {benches: 2, calendar: works, cost_per_month: 9000}
swap: first
teams:
  kunming: {engineers: 4, shift: works, van: {board: 1}}
  evening: {outlet: kunming, engineers: 2, shift: late}
dispatch: {end_of_shift: relief}
planned:
  quarterly:
    every: 3 months
    window: 2w
    teams: [kunming]
    products: [analyser]
    skill: gas
    work: 90min
    lowers_failures: 15%
  inspection: {kind: inspection, every: 1 month, share_of_sites: 20%}
""",
    "sites.csv": """\
site_id,city,units,contract,warranty_until,from,until
S1,昆明,4,std,2025-06-30,2024-05-01,2027-12-31
S2,玉溪,2,gold,,,
""",
    "parts.csv": """\
part_id,unit_cost,kind,lead,repair,scrap,repair_cost,return_transit,return_every,sent_back,substitute
pump,120.50,repairable,5d,{mean: 4h},10%,30,2d,1 month,at_exchange,pump-b
pump-b,140,repairable,7d,{mean: 4h},10%,,,,,
board,80,consumable,9d,,,,,,,
whole,20000,unit,,{mean: 3d},,900,2d,,at_request,
""",
    "start.csv": """\
what,site_id,fault,reported,stage,store,part_id,units,due
ticket,S1,gas,2025-01-03 16:00,visit,,,,
ticket,S2,analyser.gas,2025-01-05,,,,,
stock,,,,,kunming,pump,1,
stock,,,,,van:kunming-2,board,0,
order,,,,,central,pump,2,2025-01-09 12:00
""",
}
