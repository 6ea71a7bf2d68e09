import { formulary } from '../../reference-data/medications/formulary.ts'
import { ranked } from '../../reference-data/ranked-search.ts'

const findable = formulary.map((drug) => ({ ...drug, display: drug.generic }))

/** Medicines of the formulary that answer the words, best first. */
export const searchDrugs = ({ query, limit }: { readonly query: string; readonly limit?: number | undefined }) => ({
  rows: ranked(findable, query).slice(0, limit ?? 30),
  nextCursor: null,
})
