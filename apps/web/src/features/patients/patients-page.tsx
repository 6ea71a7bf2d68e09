import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { parseRoom, type UnitId } from '@wardline/events'
import { AsOf, ClinicalTable, Empty, SearchField, useDerived } from '@wardline/ui'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { nameAlerts } from '../../clinical/name-alerts.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { ListState } from '../../lists/list-state.tsx'
import { useDebounced } from '../../lists/use-debounced.ts'
import { useCensus, useWardCensus } from '../../sync/hooks/use-census.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { toCensusEntry, useCensusColumns } from './census-columns.tsx'
import { patientsTexts } from './texts.ts'

/** Debounce of the search field, in ms. */
const DEBOUNCE_MS = 200

/** Patients on the user's units, by unit and bed; searchable by name in either script, MRN, date of birth or bed (BRD-1). */
export function PatientsPage() {
  const t = useTexts(patientsTexts)
  const navigate = useNavigate()
  const { language } = useLanguage()
  const { units } = useUser()
  const [params, setParams] = useSearchParams()
  const [query, setQuery] = useState('')
  const searchText = useDebounced(query.trim(), DEBOUNCE_MS)
  const region = useRef<HTMLElement>(null)
  const columns = useCensusColumns()

  const unit = units.find(({ unitId }) => unitId === params.get('unit'))
  const shownUnits = unit ? [unit] : units
  const census = useCensus(
    shownUnits.map(({ unitId }) => unitId),
    searchText,
  )
  // Compared with every patient of the wards: a search may leave one of two namesakes.
  const wards = useWardCensus(unit?.unitId)
  const nameAlertIds = useDerived(nameAlerts, wards.rows, null)
  const entries = census.rows.map((row) => toCensusEntry(row, nameAlertIds.has(row.id)))
  const unitName = (unitId: UnitId | string) => {
    const known = units.find((candidate) => candidate.unitId === unitId)
    return (language === 'ar' && known?.nameAr) || known?.name || unitId
  }

  // ↓ moves focus from the search field to the list; Enter opens only a selected row (BRD-1).
  const onSearchKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    region.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
  }

  return (
    <Box component="section" ref={region} aria-label={t('title')} sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, padding: '10px 14px' }}>
        <Box component="h1" sx={{ margin: 0, fontSize: 16, fontWeight: 680 }}>
          {t('title')}
        </Box>
        <Box sx={{ inlineSize: 320 }}>
          <SearchField value={query} onChange={setQuery} label={t('search')} keys="/" autoFocus onKeyDown={onSearchKeyDown} />
        </Box>
        <TextField
          select
          fullWidth={false}
          label={t('unit')}
          value={unit?.unitId ?? ''}
          onChange={(event) => setParams(event.target.value ? { unit: event.target.value } : {}, { replace: true })}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          sx={{ minInlineSize: 200 }}
        >
          <MenuItem value="">{t('allUnits')}</MenuItem>
          {units.map(({ unitId }) => (
            <MenuItem key={unitId} value={unitId}>
              {unitName(unitId)}
            </MenuItem>
          ))}
        </TextField>
        <Box sx={{ color: 'muted', fontSize: 12 }}>
          {searchText ? t('ruleFound', { query: searchText }) : t('ruleUnits')}
          {census.status === 'ready' && <> · {t('shown', { count: census.rows.length })}</>}
        </Box>
        <Box sx={{ flex: 1 }} />
        <AsOf at={census.asOf} live={!census.isStale} />
      </Box>
      <ListState
        list={census}
        expected={12}
        showsStale={false}
        empty={searchText ? <Empty title={t('noneFound')} hint={t('noneFoundHint')} /> : <Empty title={t('none')} hint={t('noneHint')} />}
      >
        <ClinicalTable
          label={t('list')}
          rows={entries}
          columns={columns}
          rowKey={({ row }) => row.id}
          rowLabel={({ row }) => row.patient.name}
          sectionOf={({ row }) => row.patient.unitId}
          sectionLabel={({ row }) => unitName(row.patient.unitId)}
          onOpen={({ row }) => void navigate(`/patients/${row.id}`)}
          openOnClick
        />
      </ListState>
      <Box sx={{ flex: 'none', display: 'flex', gap: 2, padding: '4px 14px' }}>
        {census.lists
          .filter(({ hasMore }) => hasMore)
          .map(({ room }) => (
            <Button key={room} onClick={() => void census.fetchMore(room)}>
              {t('more', { unit: unitName(parseRoom(room)?.id ?? room) })}
            </Button>
          ))}
      </Box>
    </Box>
  )
}
