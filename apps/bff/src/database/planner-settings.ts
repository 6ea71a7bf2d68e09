/**
 * Every statement is written for one index, planned once and run many times. By default PostgreSQL re-plans statements
 * with list parameters at each call, and planning the access check takes longer than running it. A cached plan outlives
 * the table sizes that it was made for, so sequential scans are disabled: a plan made for a small table would stay in use
 * when it has grown. With that setting an unavoidable scan has a huge estimated cost, which would trigger JIT compilation
 * at every call.
 */
export const PLANNER_SETTINGS = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'jit=off',
  'random_page_cost=1.1',
  'default_statistics_target=10',
]
