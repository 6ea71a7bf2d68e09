/** Sections of the laboratory, in reading order. */
export const sections = [
  'chemistry',
  'haematology',
  'coagulation',
  'bloodGas',
  'endocrine',
  'drugLevels',
  'urine',
  'immunology',
  'other',
] as const
export type Section = (typeof sections)[number]

/** LOINC codes by section, in reading order; one test may have several codes for different units and methods. */
const codes: Record<Exclude<Section, 'other'>, string> = {
  chemistry: `2823-3 6298-4 2951-2 2947-0 2075-0 2069-3 1963-8 20565-8 22664-7 6299-2 3094-0 14682-9 38483-4 2160-0
    62238-1 33914-3 98979-8 48642-3 69405-9 14749-6 2345-7 2339-0 41653-7 29265-6 2000-8 17861-6 49765-1 1995-0
    2601-3 19123-9 14879-1 2777-1 1751-7 2885-2 10834-0 14631-6 1975-2 14629-0 1742-6 1920-8 6768-6 2324-2 2532-0
    1798-8 3040-3 2157-6 14933-6 2524-7 1988-5 33959-8 89579-7 33762-6 14647-2 2093-3 14646-4 2085-9 22748-8
    18262-6 14927-8 2571-8 2276-4 14798-3 3034-6 14685-6 14732-2 2692-2 16362-6 2857-1`,
  haematology: `718-7 6690-2 777-3 26515-7 789-8 4544-3 20570-8 787-2 785-6 786-4 21000-5 32207-3 32623-1 751-8 731-0
    742-7 711-2 704-7 17849-1 30341-2`,
  coagulation: '5902-2 6301-6 34714-6 3173-2 14979-9 3255-7 48065-7',
  bloodGas: '2744-1 2019-8 2703-7 1960-4 1925-7 2518-9',
  endocrine: '59261-8 4548-4 3016-3 14920-3 14675-3 21198-7',
  drugLevels: '10535-3 14334-7 20578-1 4092-3 3968-5 4086-5 3298-7',
  urine: `5767-9 5778-6 32167-9 5811-5 5803-2 5792-7 25428-4 5770-3 20505-4 2514-8 5797-6 20454-5 5804-0 5802-4 5794-3
    5799-2 32294-1 14959-1 2955-3`,
  immunology: '6206-7 6273-7 6082-2 6246-3 6276-0 6106-9 6248-9 7258-7 6189-5 6085-5 6833-8 6095-4 6075-6 6844-5 6158-0',
}

interface SectionPosition {
  readonly section: Section
  readonly rank: number
}

const positions = new Map<string, SectionPosition>(
  Object.entries(codes).flatMap(([section, list]) =>
    list.split(/\s+/).map((code, rank) => [code, { section: section as Section, rank }] as const),
  ),
)

const otherPosition: SectionPosition = { section: 'other', rank: Number.MAX_SAFE_INTEGER }

/** Position of a test in the cumulative grid; a test without one is listed under "Other". */
export const positionOf = (code: string): SectionPosition => positions.get(code) ?? otherPosition

/** Compares two tests by their position in the grid. */
export function compareTests(a: { code: string; display: string }, b: { code: string; display: string }): number {
  const [positionA, positionB] = [positionOf(a.code), positionOf(b.code)]
  return (
    sections.indexOf(positionA.section) - sections.indexOf(positionB.section) ||
    positionA.rank - positionB.rank ||
    a.display.localeCompare(b.display, 'en')
  )
}
