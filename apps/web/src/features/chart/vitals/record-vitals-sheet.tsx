import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { PatientId, VitalSign } from '@wardline/events'
import { Sheet, useAnnounce, useFacility } from '@wardline/ui'
import { useRef, useState } from 'react'
import { useProblemText } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { serverClock } from '../../../time/server-clock.ts'
import { chartTexts } from '../texts.ts'
import { MeasuredAt } from './measured-at.tsx'
import { SignField } from './sign-field.tsx'
import { useVitalsDraft } from './use-vitals-draft.ts'
import { previousOf, type SignLine } from './vitals.ts'
import { checkEntry, entryFields, normalizeNumber } from './vitals-entry.ts'

export interface RecordVitalsSheetProps {
  patientId: PatientId
  patient: NamedPatient
  /** Previous values, shown beside the fields (CHT-8). */
  lines: readonly SignLine[]
  onClose: () => void
}

/** Form for a round of vital signs. The draft stays with this patient until it is saved or discarded (ID-15). */
export function RecordVitalsSheet({ patientId, patient: { identity, place }, lines, onClose }: RecordVitalsSheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const describeProblem = useProblemText()
  const announce = useAnnounce()
  const { timeZone } = useFacility()
  const { draft, entry, saveDraft, discard } = useVitalsDraft(patientId)
  const { run, busy, problem } = useCommand(trpc.vitals.record, { patient: identity, describe: () => t('recordVitalsTitle') })
  // Validated on blur, not while typing: “1” on the way to “140” is not an error.
  const [blurredFields, setBlurredFields] = useState<ReadonlySet<VitalSign>>(new Set())
  const [hasTriedToSave, setHasTriedToSave] = useState(false)
  const fieldRefs = useRef(new Map<VitalSign, HTMLInputElement>())
  const check = checkEntry(entry, serverClock.now(), timeZone)

  const commit = async () => {
    const { fields: issues, ready } = checkEntry(entry, serverClock.now(), timeZone)
    setHasTriedToSave(true)
    if (!ready) {
      const first = entryFields.find((sign) => issues[sign] && !entry.confirmed.includes(sign))
      fieldRefs.current.get(first ?? 'respiratoryRate')?.focus()
      return
    }
    const { outcome } = await run({ patientId, ...ready })
    if (outcome !== 'applied' && outcome !== 'notSent') return
    if (outcome === 'applied') announce.polite(t('vitalsSaved'))
    discard()
    onClose()
  }

  return (
    <Sheet
      open
      title={t('recordVitalsTitle')}
      patient={identity}
      place={place}
      commitLabel={t('recordVitalsFor', { name: identity.name })}
      busy={busy}
      error={problem && describeProblem(problem)}
      onCommit={() => void commit()}
      onClose={onClose}
      actions={
        draft && (
          <Button color="error" onClick={discard} disabled={busy}>
            {t('discard')}
          </Button>
        )
      }
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        {entryFields.map((sign) => (
          <SignField
            key={sign}
            sign={sign}
            value={entry.values[sign]}
            previous={previousOf(sign, lines)}
            issue={hasTriedToSave || blurredFields.has(sign) ? (check.fields[sign] ?? null) : null}
            isConfirmed={entry.confirmed.includes(sign)}
            inputRef={(input) => {
              if (input) fieldRefs.current.set(sign, input)
            }}
            onChange={(text) =>
              // A changed value needs a new confirmation.
              saveDraft({
                ...entry,
                values: { ...entry.values, [sign]: normalizeNumber(text) },
                confirmed: entry.confirmed.filter((other) => other !== sign),
              })
            }
            onBlur={() => setBlurredFields((before) => new Set([...before, sign]))}
            onConfirm={(confirmed) =>
              saveDraft({ ...entry, confirmed: confirmed ? [...entry.confirmed, sign] : entry.confirmed.filter((other) => other !== sign) })
            }
          />
        ))}
        <MeasuredAt entry={entry} issue={hasTriedToSave || entry.time !== '' ? check.entry : null} onChange={saveDraft} />
        {hasTriedToSave && check.entry === 'empty' && <Alert severity="warning">{t('nothingTyped')}</Alert>}
        {draft && <Box sx={{ color: 'muted', fontSize: 12 }}>{t('draftKept')}</Box>}
      </Box>
    </Sheet>
  )
}
