import { base64url } from 'jose'

/** scrypt's costs (RFC 7914): N memory and time, r block size, p parallelism. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** Derives a key of this many bytes. */
export type Scrypt = (password: Uint8Array, salt: Uint8Array, length: number, cost: ScryptCost) => Promise<Uint8Array>

/** How passwords are stored and compared. */
export interface Passwords {
  /** Returns `scrypt$N$r$p$salt$hash`: it carries its own costs, so that they can be raised later. */
  hash(password: string): Promise<string>
  matches(password: string, stored: string): Promise<boolean>
}

const SALT_BYTES = 16
const HASH_BYTES = 32

const bytesOf = (password: string) => new TextEncoder().encode(password.normalize('NFKC'))

/** Compares in a time that does not depend on where two hashes differ. */
const equal = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0

/** @param cost of new hashes; a stored one is compared at its own. */
export const passwordsWith = (scrypt: Scrypt, cost: ScryptCost): Passwords => ({
  async hash(password) {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
    const hash = await scrypt(bytesOf(password), salt, HASH_BYTES, cost)
    return ['scrypt', cost.N, cost.r, cost.p, base64url.encode(salt), base64url.encode(hash)].join('$')
  },
  async matches(password, stored) {
    const [kind, N, r, p, salt, hash] = stored.split('$')
    if (kind !== 'scrypt' || !salt || !hash) return false
    const expected = base64url.decode(hash)
    const found = await scrypt(bytesOf(password), base64url.decode(salt), expected.length, { N: Number(N), r: Number(r), p: Number(p) })
    return equal(found, expected)
  },
})
