import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { passwordsWith, type ScryptCost } from './passwords.ts'

const derive = promisify<Uint8Array, Uint8Array, number, ScryptCost, Buffer>(scrypt)

/** OWASP's parameters for scrypt with 16 MiB (Password Storage Cheat Sheet). */
const cost = { N: 2 ** 14, r: 8, p: 5 }

/** Passwords derived by Node itself, off the event loop. */
export const nativePasswords = passwordsWith(derive, cost)
