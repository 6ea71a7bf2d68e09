import Box from '@mui/material/Box'
import { type MedicationRow, type PatientId, rooms } from '@wardline/events'
import type { PresentMember } from '@wardline/sync/protocol'
import { Card, Empty, type PatientIdentity, StatusChip, tallMan } from '@wardline/ui'
import { useRef, useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { CatalogueSearch, type Choice } from '../../../ordering/catalogue-search.tsx'
import { useOthers, usePresence } from '../../../sync/hooks/use-presence.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { texts } from '../texts.ts'
import { useFormulary } from '../use-medications.ts'
import { AllergiesLine, type AllergiesLineProps } from './allergies-line.tsx'
import { usePrescriptionDraft } from './draft.ts'
import type { Drug } from './prescription.ts'
import { PrescriptionForm } from './prescription-form.tsx'

export interface PrescriberProps {
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly allergies: AllergiesLineProps['allergies']
  /** The patient's live medications, for the duplicate therapy check. */
  readonly rows: readonly MedicationRow[]
}

type DrugChoice = Choice & { readonly drug: Drug }

/** Formulary search and the unsigned prescription (MED-2), bound to this patient (ID-15). */
export function Prescriber({ patientId, patient, place, allergies, rows }: PrescriberProps) {
  const t = useTexts(texts)
  const { userId } = useUser()
  const { draft, begin, change, discard } = usePrescriptionDraft(userId, patientId)
  const others: readonly PresentMember[] = useOthers(rooms.patient(patientId))
  const [query, setQuery] = useState('')
  const formulary = useFormulary(query)
  const searchRef = useRef<HTMLInputElement>(null)
  useKeys([{ keys: 'o', label: t('prescribe'), group: t('title'), run: () => searchRef.current?.focus() }])

  return (
    <Card
      title={t('prescribe')}
      count={draft ? <StatusChip tone="warn">{t('unsigned', { count: 1 })}</StatusChip> : undefined}
      note={<AllergiesLine allergies={allergies} />}
    >
      {draft && <OrderingPresence patientId={patientId} />}
      <Box sx={{ display: 'grid', gap: 2, padding: 3, borderBlockEnd: '1px solid', borderColor: 'line' }}>
        <CatalogueSearch
          label={draft ? t('another') : t('search')}
          keys="o"
          query={query}
          onQuery={setQuery}
          inputRef={searchRef}
          choices={formulary.rows.map((drug) => choiceOf(drug, t('highAlert')))}
          searching={formulary.isSearching}
          searchingText={t('searching')}
          nothingText={formulary.hasFailed ? t('searchFailed') : t('nothing')}
          lookAlikeText={t('lookAlike')}
          onPick={({ drug }) => begin(drug)}
        />
      </Box>
      {draft ? (
        <PrescriptionForm
          key={draft.drug.id}
          patientId={patientId}
          patient={patient}
          place={place}
          draft={draft}
          rows={rows}
          others={others}
          onChange={change}
          onDone={discard}
        />
      ) : (
        <Empty title={t('chooseFirst')} hint={t('chooseFirstHint')} />
      )}
    </Card>
  )
}

/** Returns a search result: generic name in tall-man letters, form and strength (ORD-2, FMT-8). */
const choiceOf = (drug: Drug, highAlert: string): DrugChoice => ({
  id: drug.id,
  name: drug.generic,
  label: <bdi dir="ltr">{tallMan(drug.generic)}</bdi>,
  detail: <bdi dir="ltr">{[drug.form, drug.strength && `${drug.strength.value} ${drug.strength.unit}`].filter(Boolean).join(' · ')}</bdi>,
  tags: drug.highAlert ? <StatusChip tone="warn">{highAlert}</StatusChip> : undefined,
  drug,
})

/** Publishes the presence activity “ordering” while an unsigned prescription exists (ORD-19). */
function OrderingPresence({ patientId }: { readonly patientId: PatientId }) {
  usePresence(rooms.patient(patientId), 'ordering')
  return null
}
