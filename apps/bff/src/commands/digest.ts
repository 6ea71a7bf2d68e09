import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { base64url } from 'jose'

/** SHA-256 of a text in UTF-8: the same in Node and in a browser, and without a wait, which Web Crypto has not. */
const digestOf = (text: string): Uint8Array => sha256(utf8ToBytes(text))

export const sha256Hex = (text: string): string => bytesToHex(digestOf(text))
export const sha256Base64url = (text: string): string => base64url.encode(digestOf(text))
