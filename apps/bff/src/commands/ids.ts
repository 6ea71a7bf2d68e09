import { v7 } from 'uuid'

/** Returns a UUIDv7 (RFC 9562): ids sort by creation time. */
export const newId = (): string => v7()
