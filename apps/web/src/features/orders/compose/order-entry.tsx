import { type AllergyRow, allergiesView, type OrderRow, type PatientId, rooms } from '@wardline/events'
import { Card, Clin, IdentityConfirm, Loading, Refused, useFormats } from '@wardline/ui'
import { useRef, useState } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { needsIdentityConfirmation } from '../../../session/active-chart.ts'
import { useChart } from '../../../sync/hooks/use-chart.ts'
import { type NamedPatient, usePatientIdentity } from '../../../sync/hooks/use-patient-identity.ts'
import { useOthers, usePresence } from '../../../sync/hooks/use-presence.ts'
import { type LiveList, useView } from '../../../sync/hooks/use-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { RecallBar } from '../sign/recall-bar.tsx'
import { SignOrders } from '../sign/sign-orders.tsx'
import { useRecall } from '../sign/use-recall.ts'
import { useSigning } from '../sign/use-signing.ts'
import { texts } from '../texts.ts'
import { Composer } from './composer.tsx'
import { useOrderDraft } from './draft.ts'

export interface OrderEntryProps {
  readonly patientId: PatientId
  readonly orders: LiveList<OrderRow>
  readonly onRevoke: (row: OrderRow, anchor: Element) => void
}

/** Order entry. Available once identity and allergies have loaded, and never for a deceased patient (SHL-17, ID-7). */
export function OrderEntry({ patientId, orders, onRevoke }: OrderEntryProps) {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const formats = useFormats()
  const { patient } = useChart(patientId)
  const namedPatient = usePatientIdentity(patientId)
  const allergies = useView(allergiesView, { room: rooms.patient(patientId) }, trpc.allergies.list.queryOptions({ patientId }))

  if (patient?.isDeceased)
    return (
      <Card title={t('compose')}>
        <Refused
          reason={
            <DeathNotice
              text={patient.deceasedAt ? t('deceased', { date: formats.date(patient.deceasedAt) }) : t('deceasedDateNotKnown')}
            />
          }
        />
      </Card>
    )
  if (!namedPatient || allergies.status !== 'ready' || orders.status !== 'ready')
    return (
      <Card title={t('compose')} note={t('waitForPatient')}>
        <Loading rows={3} />
      </Card>
    )
  return (
    <ActiveOrderEntry
      patientId={patientId}
      namedPatient={namedPatient}
      orders={orders.rows}
      allergies={allergies.rows}
      onRevoke={onRevoke}
    />
  )
}

const DeathNotice = ({ text }: { readonly text: string }) => <Clin wrap>{text}</Clin>

interface ActiveOrderEntryProps {
  readonly patientId: PatientId
  readonly namedPatient: NamedPatient
  readonly orders: readonly OrderRow[]
  readonly allergies: readonly AllergyRow[]
  readonly onRevoke: OrderEntryProps['onRevoke']
}

function ActiveOrderEntry({ patientId, namedPatient: { identity, place }, orders, allergies, onRevoke }: ActiveOrderEntryProps) {
  const t = useTexts(texts)
  const { userId } = useUser()
  const draft = useOrderDraft(userId, patientId)
  const others = useOthers(rooms.patient(patientId))
  const recall = useRecall(patientId, identity, draft.add)
  const signing = useSigning(patientId, identity, draft, recall.offerRecall)
  const [step, setStep] = useState<'identity' | 'sheet' | null>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const commitRef = useRef<HTMLButtonElement>(null)
  useKeys([
    { keys: 'o', label: t('compose'), group: t('title'), run: () => searchRef.current?.focus() },
    { keys: 'Mod+Enter', label: t('signTitle'), group: t('title'), run: () => commitRef.current?.click() },
  ])
  const close = () => {
    setStep(null)
    signing.clear()
  }

  return (
    <>
      {draft.lines.length > 0 && <OrderingPresence patientId={patientId} />}
      <Composer
        patientId={patientId}
        patient={identity}
        place={place}
        draft={draft}
        orders={orders}
        allergies={allergies}
        others={others}
        searchRef={searchRef}
        commitRef={commitRef}
        recallBar={<RecallBar recall={recall} tOrders={orders} onRevoke={onRevoke} />}
        onReview={() => setStep(needsIdentityConfirmation() ? 'identity' : 'sheet')}
      />
      <IdentityConfirm open={step === 'identity'} patient={identity} place={place} onConfirm={() => setStep('sheet')} onCancel={close} />
      {step === 'sheet' && (
        <SignOrders lines={draft.lines} patient={identity} place={place} others={others} signing={signing} onDone={close} onClose={close} />
      )}
    </>
  )
}

/** Publishes the presence activity “ordering” while unsigned orders exist (ORD-19). */
function OrderingPresence({ patientId }: { readonly patientId: PatientId }) {
  usePresence(rooms.patient(patientId), 'ordering')
  return null
}
