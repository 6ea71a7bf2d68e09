import { scryptAsync } from '@noble/hashes/scrypt.js'
import { type Passwords, passwordsWith } from '../../auth/passwords.ts'

/** The weakest costs scrypt allows: passwords of a demo are public, and everything here runs on the thread of the screens. */
const WEAK = { N: 2, r: 1, p: 1 }

/** Passwords in a browser, which has no scrypt of its own. For demo data only. */
export const weakPasswords: Passwords = passwordsWith(
  (password, salt, dkLen, cost) => scryptAsync(password, salt, { ...cost, dkLen }),
  WEAK,
)
