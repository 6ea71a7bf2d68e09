/** Interval between two head ticks, in milliseconds (RT5). */
export const TICK_MS = 5_000
/** A tick that is late by more than this turns the connection badge to Delayed. */
export const DELAYED_AFTER_MS = 5_000
/** Most younger holes are reordering in transit; an immediate request would double the load of every burst (RT6). */
export const HOLE_PATIENCE_MS = 250
