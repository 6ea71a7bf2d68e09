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
import { type DraftLine, lineFor, type OrderDraft } from './draft.ts'
import { DraftLineCard } from './draft-line-card.tsx'
import { StillMissing, stillMissing } from './missing-fields.tsx'
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
  /** What is said of the basket that was signed a moment ago. */
  readonly recallBar: ReactNode
  /** Everything is said: the sheet may open. */
  readonly onReview: () => void
}

type Entry = Choice & { readonly row: CatalogueRow }

/** One search over catalogue and sets, and the basket of this patient with all details (ORD-1, ORD-3, ID-15). */
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
  const [note, setNote] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const [discards, setDiscards] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const found = useCatalogue(query)
  const ids = draft.lines.map(({ orderable }) => orderable.id)
  const duplicates = useDuplicates(patientId, ids, orders)
  const missing = draft.lines.flatMap((line) => stillMissing(line, duplicates).map((what) => ({ line, what })))

  const take = (row: CatalogueRow) => {
    setNote(null)
    if (row.kind === 'set') return setSet(row)
    if (ids.includes(row.id)) return setNote(t('inBasket', { order: row.display }))
    draft.add([lineFor(row)])
  }

  const review = () => {
    if (missing.length === 0) return onReview()
    setTried(true)
    list.current?.querySelector<HTMLElement>('[data-missing], [data-undecided] button')?.focus()
  }

  return (
    <Card
      title={t('compose')}
      count={draft.lines.length > 0 ? <StatusChip tone="warn">{t('unsigned', { count: draft.lines.length })}</StatusChip> : undefined}
      actions={draft.lines.length > 0 ? <Button onClick={() => setDiscards(true)}>{t('discard')}</Button> : undefined}
      footer={
        draft.lines.length > 0 ? (
          // What is said here grows upwards, away from the button and from the lines that are being filled in (PERF-3).
          <Box sx={{ display: 'grid', gap: 2, inlineSize: '100%' }}>
            <ColleaguesOrdering others={others} />
            <NotChecked lines={draft.lines} />
            <StillMissing missing={missing} />
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
          choices={found.rows.map((row) => entryOf(row, t))}
          searching={found.searching}
          searchingText={t('searching')}
          nothingText={found.failed ? t('searchFailed') : t('nothing')}
          lookAlikeText={t('lookAlike')}
          onPick={({ row }) => take(row)}
        />
        {note && (
          <Box role="status" sx={{ color: 'muted', fontSize: 12 }}>
            {note}
          </Box>
        )}
        <AllergyWarnings ordered={draft.lines.map(({ orderable }) => orderable)} allergies={allergies} />
        {duplicates.notChecked && <Alert severity="warning">{t('notCheckedForDuplicates')}</Alert>}
      </Box>
      <Box ref={list} sx={{ flex: 1, minHeight: 0, overflow: 'auto' }}>
        {draft.lines.length === 0 && (
          <>
            <Empty title={t('basketEmpty')} hint={t('basketEmptyHint')} />
            <UsualOrders onPick={take} />
          </>
        )}
        {orderCategories.map((category) => (
          <Group key={category} title={t(category)} lines={draft.lines.filter(({ orderable }) => orderable.category === category)}>
            {(line) => (
              <DraftLineCard
                key={line.orderable.id}
                line={line}
                duplicates={duplicates.of(line.orderable.id)}
                marksMissing={tried}
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
          inBasket={ids}
          onAdd={(lines) => {
            draft.add(lines)
            setSet(null)
          }}
          onClose={() => setSet(null)}
        />
      )}
      {discards && (
        <ConfirmSheet
          open
          title={t('discardTitle')}
          patient={patient}
          place={place}
          commitLabel={t('discardCommit', { count: ids.length, patient: patient.name })}
          commitTone="error"
          onConfirm={() => {
            draft.remove(ids)
            setDiscards(false)
          }}
          onClose={() => setDiscards(false)}
        />
      )}
    </Card>
  )
}

function entryOf(row: CatalogueRow, t: ReturnType<typeof useTexts<(typeof texts)['en']>>): Entry {
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
