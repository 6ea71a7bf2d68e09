import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { type AllergyRow, type OrderRow, orderCategories, type PatientId } from '@wardline/events'
import type { PresentMember } from '@wardline/sync/protocol'
import { Card, ConfirmSheet, Empty, KeyHint, type PatientIdentity, StatusChip } from '@wardline/ui'
import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { CatalogueSearch, type Choice } from '../../../ordering/catalogue-search.tsx'
import { ColleaguesOrdering } from '../../../ordering/colleagues-ordering.tsx'
import { OrderSetSheet } from '../sets/order-set-sheet.tsx'
import { AllergyWarnings } from '../sign/allergy-warnings.tsx'
import { NotChecked } from '../sign/unchecked-orders.tsx'
import { texts } from '../texts.ts'
import type { CatalogueRow, OrderSet } from './catalogue.ts'
import { type DraftLine, draftLineFor, type OrderDraft } from './draft.ts'
import { DraftLineCard } from './draft-line-card.tsx'
import { MissingFields, missingItemsOf } from './missing-fields.tsx'
import { useCatalogue, useDuplicates } from './use-catalogue.ts'
import { UsualOrders } from './usual-orders.tsx'

export interface ComposerProps {
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly draft: OrderDraft
  readonly orders: readonly OrderRow[]
  readonly allergies: readonly AllergyRow[]
  readonly others: readonly PresentMember[]
  readonly searchRef: RefObject<HTMLInputElement | null>
  readonly commitRef: RefObject<HTMLButtonElement | null>
  /** Recall offer for the orders signed a moment ago. */
  readonly recallBar: ReactNode
  /** Called when no required field is missing. */
  readonly onReview: () => void
}

type CatalogueChoice = Choice & { readonly row: CatalogueRow }

/** Catalogue and order set search, and the unsigned orders of this patient with all details (ORD-1, ORD-3, ID-15). */
export function Composer({
  patientId,
  patient,
  place,
  draft,
  orders,
  allergies,
  others,
  searchRef,
  commitRef,
  recallBar,
  onReview,
}: ComposerProps) {
  const t = useTexts(texts)
  const [query, setQuery] = useState('')
  const [set, setSet] = useState<OrderSet | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const [hasTriedToSign, setHasTriedToSign] = useState(false)
  const [isDiscarding, setIsDiscarding] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const catalogue = useCatalogue(query)
  const draftedIds = draft.lines.map(({ orderable }) => orderable.id)
  const duplicates = useDuplicates(patientId, draftedIds, orders)
  const missing = draft.lines.flatMap((line) => missingItemsOf(line, duplicates).map((item) => ({ line, item })))

  const addEntry = (row: CatalogueRow) => {
    setNotice(null)
    if (row.kind === 'set') return setSet(row)
    if (draftedIds.includes(row.id)) return setNotice(t('inBasket', { order: row.display }))
    draft.add([draftLineFor(row)])
  }

  const review = () => {
    if (missing.length === 0) return onReview()
    setHasTriedToSign(true)
    list.current?.querySelector<HTMLElement>('[data-missing], [data-undecided] button')?.focus()
  }

  return (
    <Card
      title={t('compose')}
      count={draft.lines.length > 0 ? <StatusChip tone="warn">{t('unsigned', { count: draft.lines.length })}</StatusChip> : undefined}
      actions={draft.lines.length > 0 ? <Button onClick={() => setIsDiscarding(true)}>{t('discard')}</Button> : undefined}
      footer={
        draft.lines.length > 0 ? (
          // Messages grow upwards, away from the button and from the lines being edited (PERF-3).
          <Box sx={{ display: 'grid', gap: 2, inlineSize: '100%' }}>
            <ColleaguesOrdering others={others} />
            <NotChecked lines={draft.lines} />
            <MissingFields missing={missing} />
            <Button variant="contained" color="primary" sx={{ whiteSpace: 'normal', minHeight: 32 }} onClick={review} ref={commitRef}>
              {t('review', { count: draft.lines.length, patient: patient.name })}
              <KeyHint keys="Mod+Enter" />
            </Button>
          </Box>
        ) : undefined
      }
    >
      {recallBar}
      <Box sx={{ display: 'grid', gap: 2, padding: 3, borderBlockEnd: '1px solid', borderColor: 'line' }}>
        <CatalogueSearch
          label={t('search')}
          keys="o"
          query={query}
          onQuery={setQuery}
          inputRef={searchRef}
          choices={catalogue.rows.map((row) => choiceOf(row, t))}
          searching={catalogue.isSearching}
          searchingText={t('searching')}
          nothingText={catalogue.hasFailed ? t('searchFailed') : t('nothing')}
          lookAlikeText={t('lookAlike')}
          onPick={({ row }) => addEntry(row)}
        />
        {notice && (
          <Box role="status" sx={{ color: 'muted', fontSize: 12 }}>
            {notice}
          </Box>
        )}
        <AllergyWarnings orderables={draft.lines.map(({ orderable }) => orderable)} allergies={allergies} />
        {duplicates.hasFailed && <Alert severity="warning">{t('notCheckedForDuplicates')}</Alert>}
      </Box>
      <Box ref={list} sx={{ flex: 1, minHeight: 0, overflow: 'auto' }}>
        {draft.lines.length === 0 && (
          <>
            <Empty title={t('basketEmpty')} hint={t('basketEmptyHint')} />
            <UsualOrders onPick={addEntry} />
          </>
        )}
        {orderCategories.map((category) => (
          <Group key={category} title={t(category)} lines={draft.lines.filter(({ orderable }) => orderable.category === category)}>
            {(line) => (
              <DraftLineCard
                key={line.orderable.id}
                line={line}
                duplicates={duplicates.forOrderable(line.orderable.id)}
                showsMissing={hasTriedToSign}
                onChange={(change) => draft.change(line.orderable.id, change)}
                onRemove={() => draft.remove([line.orderable.id])}
              />
            )}
          </Group>
        ))}
      </Box>
      {set && (
        <OrderSetSheet
          set={set}
          patient={patient}
          place={place}
          draftedIds={draftedIds}
          onAdd={(lines) => {
            draft.add(lines)
            setSet(null)
          }}
          onClose={() => setSet(null)}
        />
      )}
      {isDiscarding && (
        <ConfirmSheet
          open
          title={t('discardTitle')}
          patient={patient}
          place={place}
          commitLabel={t('discardCommit', { count: draftedIds.length, patient: patient.name })}
          commitTone="error"
          onConfirm={() => {
            draft.remove(draftedIds)
            setIsDiscarding(false)
          }}
          onClose={() => setIsDiscarding(false)}
        />
      )}
    </Card>
  )
}

function choiceOf(row: CatalogueRow, t: ReturnType<typeof useTexts<(typeof texts)['en']>>): CatalogueChoice {
  const detail =
    row.kind === 'set'
      ? t('setDetail', { lines: row.lines.length, version: row.version, owner: row.owner })
      : [t(row.category), row.detail].filter(Boolean).join(' · ')
  return {
    id: row.id,
    name: row.display,
    detail,
    tags: row.kind === 'set' ? <StatusChip tone="info">{t('set')}</StatusChip> : undefined,
    row,
  }
}

interface GroupProps {
  readonly title: string
  readonly lines: readonly DraftLine[]
  readonly children: (line: DraftLine) => React.ReactNode
}

function Group({ title, lines, children }: GroupProps) {
  if (lines.length === 0) return null
  return (
    <Box component="section" aria-label={title}>
      <Box component="h3" sx={{ margin: 0, padding: '4px 12px', fontSize: 11.5, fontWeight: 600, color: 'muted', bgcolor: 'sunk' }}>
        {title} · {lines.length}
      </Box>
      <Box component="ul" sx={{ margin: 0, padding: 0 }}>
        {lines.map(children)}
      </Box>
    </Box>
  )
}
