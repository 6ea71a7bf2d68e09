/** The metrics and labels in a PromQL expression. Parses only as much of the language as our rules and panels use. */
export interface PromqlReferences {
  readonly metrics: readonly string[]
  /** Labels of selectors and groupings of all metrics. */
  readonly labels: readonly string[]
}

const words = /[a-zA-Z_:][a-zA-Z0-9_:]*/g
/** Operators that could be mistaken for metrics. */
const operators = new Set(['and', 'or', 'unless', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'by', 'without'])

export function promqlReferences(expression: string): PromqlReferences {
  const labels: string[] = []
  const rest = expression
    .replace(/\{([^}]*)\}/g, (_, matchers: string) => {
      labels.push(...[...matchers.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => String(label)))
      return ' '
    })
    .replace(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g, (_, names: string) => {
      labels.push(...(names.match(words) ?? []))
      return ' '
    })
    .replace(/\[[^\]]*\]/g, ' ')
  const metrics = [...rest.matchAll(words)]
    // Excludes functions (followed by arguments) and numbers.
    .filter(
      ({ 0: word, index }) =>
        !operators.has(word) && !/^\s*\(/.test(rest.slice(index + word.length)) && !/[\d.]$/.test(rest.slice(0, index)),
    )
    .map(([word]) => word)
  return { metrics: [...new Set(metrics)], labels: [...new Set(labels)] }
}
