/**
 * Every statement is one text made for one index: planned once, run many times. Left to itself PostgreSQL plans anew at
 * each call whatever takes a list, and planning the rights on a patient takes longer than reading them. A plan outlives
 * the size its tables had, so none may be made for tables that are small enough to be read whole. A plan that has to read
 * one whole all the same counts as dearer than anything, and a server would compile it to machine code at every call.
 */
export const PLANNER_SETTINGS = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'jit=off',
  'random_page_cost=1.1',
  'default_statistics_target=10',
]
