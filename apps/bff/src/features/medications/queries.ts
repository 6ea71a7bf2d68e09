import { formulary } from '../../reference-data/medications/formulary.ts'
import { rankedSearch } from '../../reference-data/ranked-search.ts'

const searchable = formulary.map((drug) => ({ ...drug, display: drug.generic }))

/** Returns formulary drugs that match the query, best first. */
export const searchDrugs = ({ query, limit }: { readonly query: string; readonly limit?: number | undefined }) => ({
  rows: rankedSearch(searchable, query).slice(0, limit ?? 30),
  nextCursor: null,
})
