import type { AllergyIntolerance } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import { codeOf, displayTextOf, type Stored, systems, versionOf } from '../../fhir.ts'
import { authorName, defineView, importSteps, rowFromResource, type ViewRow } from '../framework/define-view.ts'

/** What a statement of no known allergies covers; `all` covers every substance. */
export type NoKnownAllergies = 'all' | 'drug' | 'food' | 'environment'

export interface AllergyRow extends ViewRow {
  readonly substance: string
  readonly code: string | null
  readonly criticality: 'low' | 'high' | 'unable-to-assess' | null
  readonly type: 'allergy' | 'intolerance' | null
  /** Only `active` rows count; `refuted` was found not to exist, `inactive` is no longer considered a risk. */
  readonly status: 'active' | 'inactive' | 'refuted'
  readonly verificationStatus: string | null
  readonly reactions: readonly { readonly manifestation: string; readonly severity: 'mild' | 'moderate' | 'severe' | null }[]
  /** Not an allergy but the statement that none of this kind is known (SHL-3); null for an allergy. */
  readonly noKnown: NoKnownAllergies | null
  readonly recordedAt: string | null
  /** As stated by the source; null if it names no one. */
  readonly recorder: string | null
}

/** SNOMED CT situations: no known allergy, and its narrower forms, which say nothing about other substances. */
const noKnownCodes: Readonly<Record<string, NoKnownAllergies>> = {
  '716186003': 'all',
  '409137002': 'drug',
  '429625007': 'food',
  '428607008': 'environment',
}
/** The same statements sent as text only. */
const noKnownTexts: readonly (readonly [RegExp, NoKnownAllergies])[] = [
  [/^(?:no known allerg(?:y|ies)|nka)$/i, 'all'],
  [/^(?:no known (?:drug|medication|medicine) allerg(?:y|ies)|nkda)$/i, 'drug'],
  [/^(?:no known food allerg(?:y|ies)|nkfa)$/i, 'food'],
]

/** The narrowest statement that the code or the text makes: a text "no known drug allergy" narrows a broader code. */
function noKnownOf({ code }: AllergyIntolerance): NoKnownAllergies | null {
  const texts = [code?.text, ...(code?.coding ?? []).map(({ display }) => display)].map((text) => text?.trim() ?? '')
  const stated = [
    ...(code?.coding ?? []).map((coding) => noKnownCodes[coding.code ?? '']),
    ...texts.map((text) => noKnownTexts.find(([pattern]) => pattern.test(text))?.[1]),
  ].filter((kind) => kind !== undefined)
  return stated.find((kind) => kind !== 'all') ?? stated[0] ?? null
}

function statusOf(allergy: AllergyIntolerance): AllergyRow['status'] {
  if (codeOf(allergy.verificationStatus, systems.allergyVerification) === 'refuted') return 'refuted'
  const clinical = codeOf(allergy.clinicalStatus, systems.allergyClinical)
  return clinical === 'inactive' || clinical === 'resolved' ? 'inactive' : 'active'
}

/** Returns what a resource states; null for one entered in error, which states nothing. */
export const allergyStatementOf = (allergy: AllergyIntolerance): Pick<AllergyRow, 'status' | 'noKnown'> | null =>
  codeOf(allergy.verificationStatus, systems.allergyVerification) === 'entered-in-error'
    ? null
    : { status: statusOf(allergy), noKnown: noKnownOf(allergy) }

function toAllergy(allergy: Stored<AllergyIntolerance>, event: ClinicalEvent): AllergyRow | null {
  const statement = allergyStatementOf(allergy)
  return (
    statement && {
      ...statement,
      id: allergy.id,
      versionId: versionOf(allergy),
      commandId: event.commandId,
      substance: displayTextOf(allergy.code) ?? displayTextOf(allergy.reaction?.[0]?.substance) ?? 'Not recorded',
      code: allergy.code?.coding?.[0]?.code ?? null,
      criticality: allergy.criticality ?? null,
      type: allergy.type ?? null,
      verificationStatus: codeOf(allergy.verificationStatus, systems.allergyVerification),
      reactions: (allergy.reaction ?? []).flatMap((reaction) =>
        reaction.manifestation.map((manifestation) => ({
          manifestation: displayTextOf(manifestation) ?? 'Not recorded',
          severity: reaction.severity ?? null,
        })),
      ),
      recordedAt: allergy.recordedDate ?? null,
      recorder: allergy.recorder?.display ?? allergy.asserter?.display ?? authorName(event),
    }
  )
}

const severityRank = (row: AllergyRow): string => {
  if (row.status !== 'active') return '0'
  const severe = row.criticality === 'high' || row.reactions.some((reaction) => reaction.severity === 'severe')
  return severe ? '3' : row.reactions.some((reaction) => reaction.severity === 'moderate') ? '2' : '1'
}

export const allergiesView = defineView<AllergyRow>()({
  name: 'allergies',
  version: 2,
  room: 'patient',
  audiences: ['care', 'pharmacy', 'laboratory'],
  on: {
    'patient.allergy.added': rowFromResource<AllergyRow, AllergyIntolerance>(toAllergy),
    'patient.allergy.removed': rowFromResource<AllergyRow, AllergyIntolerance>(toAllergy),
    ...importSteps<AllergyRow, 'AllergyIntolerance'>('AllergyIntolerance', toAllergy),
  },
  /** Active ones first, most severe first (SHL-4). */
  sortKey: (row) => `${severityRank(row)}|${row.substance}`,
  direction: 'desc',
})

/** What the rows say of a patient; absence of rows says nothing, and a narrower statement says nothing of other substances. */
export type AllergySummary =
  | { readonly state: 'list'; readonly allergies: readonly AllergyRow[] }
  | { readonly state: 'none'; readonly statement: AllergyRow }
  | { readonly state: 'noneOfKind'; readonly statements: readonly AllergyRow[] }
  | { readonly state: 'notAssessed' }

/**
 * Returns the allergy status of a patient (SHL-3): the active allergies; else a valid statement of no known allergies; else the
 * valid statements of one kind; else not assessed. Refuted and inactive rows count for none of these.
 */
export function allergySummaryOf(rows: readonly AllergyRow[]): AllergySummary {
  const active = rows.filter(({ status }) => status === 'active')
  const allergies = active.filter(({ noKnown }) => noKnown === null)
  if (allergies.length > 0) return { state: 'list', allergies }
  const statement = active.find(({ noKnown }) => noKnown === 'all')
  if (statement) return { state: 'none', statement }
  return active.length > 0 ? { state: 'noneOfKind', statements: active } : { state: 'notAssessed' }
}
