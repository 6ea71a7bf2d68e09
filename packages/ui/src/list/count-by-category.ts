import { type Derivation, incremental } from './derivation.ts'

/** Categories a row is counted in; several or none. */
export type CategoriesOf<Row, Name extends string> = (row: Row) => readonly Name[]
export type Counts<Name extends string> = Readonly<Record<Name, number>>

/** Counts the rows of a list per category, incrementally. */
export const countByCategory = <Row, Name extends string>(
  names: readonly Name[],
): Derivation<Row, CategoriesOf<Row, Name>, Counts<Name>> => {
  const add = (counts: Record<Name, number>, rows: readonly Row[], countedAs: CategoriesOf<Row, Name>, by: 1 | -1) => {
    for (const row of rows) for (const name of countedAs(row)) counts[name] += by
    return counts
  }
  const none = () => Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
  return incremental<Row, CategoriesOf<Row, Name>, Counts<Name>>({
    compute: (rows, countedAs) => add(none(), rows, countedAs, 1),
    update: (counts, { removed: gone, added: come }, countedAs) => add(add({ ...counts }, gone, countedAs, -1), come, countedAs, 1),
    same: (a, b) => names.every((name) => a[name] === b[name]),
  })
}
