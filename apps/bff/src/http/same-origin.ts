/**
 * Returns whether a request comes from our own origin. Browsers send `Origin` with every request that can change
 * something; a client without it is no browser and authenticates with a token.
 */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  try {
    const { protocol, host: originHost, origin: normalized } = new URL(origin)
    return (protocol === 'http:' || protocol === 'https:') && normalized === origin && originHost === host?.toLowerCase()
  } catch {
    return false
  }
}
