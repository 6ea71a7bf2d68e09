import type { ResultRow } from '@wardline/events'
import { useAnnounce, useServerNow } from '@wardline/ui'
import type { RefObject } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import type { NamedPatient } from '../../sync/hooks/use-patient-identity.ts'
import type { ShortcutKey } from './cumulative/cumulative-view.tsx'
import { needsReview } from './review/review.ts'
import type { Reviewing } from './review/use-review.ts'
import { resultTexts } from './texts.ts'
import { useCopy } from './trend/use-copy.ts'

interface ResultActionsOptions {
  readonly rows: readonly ResultRow[]
  readonly select: (row: ResultRow) => void
  readonly reviewing: Reviewing
  readonly patient: NamedPatient | null
  /** Where the course is drawn. */
  readonly detail: RefObject<HTMLElement | null>
  readonly openReviewSheet: (row: ResultRow) => void
}

export interface ResultActions {
  /** A key of the results screen, on the value it was pressed for. */
  readonly run: (key: ShortcutKey, row: ResultRow) => void
  readonly canReview: (row: ResultRow) => boolean
  /** By button: asks for everything that is not normal. */
  readonly startReview: (row: ResultRow) => void
  /** To the next result that waits for review. */
  readonly selectNext: (from: ResultRow) => void
}

/** Review, copy and course, by key and by button (ux section 6); a key that can do nothing says why (K-6). */
export function useResultActions({ rows, select, reviewing, patient, detail, openReviewSheet }: ResultActionsOptions): ResultActions {
  const t = useTexts(resultTexts)
  const announce = useAnnounce()
  const now = useServerNow(60_000)
  const copy = useCopy(patient?.identity ?? null)

  const selectNext = (from: ResultRow) => {
    const next = rows
      .slice(rows.findIndex(({ id }) => id === from.id) + 1)
      .find((row) => needsReview(row, now) && !reviewing.pending.has(row.id))
    if (next) select(next)
  }
  const canReview = (row: ResultRow) => {
    const mode = reviewing.modeOf(row)
    return reviewing.review !== null && mode !== 'nothing' && mode !== 'acknowledge-first'
  }
  const startReview = (row: ResultRow) => {
    if (reviewing.modeOf(row) !== 'at-once') return openReviewSheet(row)
    void reviewing.review?.([row]).then((isDone) => (isDone ? selectNext(row) : openReviewSheet(row)))
  }
  const reviewByKey = (row: ResultRow) => {
    const mode = reviewing.modeOf(row)
    if (!reviewing.review || mode === 'nothing') announce.polite(t('nothingToReview'))
    else if (mode === 'acknowledge-first') announce.polite(t('acknowledgeFirst'))
    else if (mode === 'sheet-only') announce.polite(t('criticalByButton'))
    else startReview(row)
  }

  return {
    run: (key, row) => {
      select(row)
      if (key === 'w') reviewByKey(row)
      else if (key === 'c') copy(row)
      else detail.current?.focus()
    },
    canReview,
    startReview,
    selectNext,
  }
}
