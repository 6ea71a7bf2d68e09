/**
 * Whether a request's page is our own. A browser always says where a page comes from when it matters; who says
 * nothing is no browser and shows a token instead of a cookie.
 */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  try {
    const { protocol, host: from, origin: whole } = new URL(origin)
    return (protocol === 'http:' || protocol === 'https:') && whole === origin && from === host?.toLowerCase()
  } catch {
    return false
  }
}
