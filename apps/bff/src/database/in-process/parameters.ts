const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`

const arrayLiteral = (items: readonly unknown[]): string =>
  `{${items.map((item) => (Array.isArray(item) ? arrayLiteral(item) : item == null ? 'NULL' : quoted(parameterText(item) ?? ''))).join(',')}}`

/** Returns a parameter in PostgreSQL's text format, by the same rules as node-postgres: lists as array literals, objects as JSON. */
export function parameterText(value: unknown): string | null {
  if (value == null) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return arrayLiteral(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
