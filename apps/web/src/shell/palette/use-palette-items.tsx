import Box from '@mui/material/Box'
import { useQuery } from '@tanstack/react-query'
import type { CensusRow } from '@wardline/events'
import { foldText } from '@wardline/events'
import { StatusChip, TwoIdentifiers, useScheme } from '@wardline/ui'
import { type ReactNode, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { useTRPC } from '../../api/trpc.ts'
import { namesakesOf } from '../../clinical/name-alerts.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { keyBindings } from '../../keyboard/keys.ts'
import { useDebounced } from '../../lists/use-debounced.ts'
import { useWardCensus } from '../../sync/hooks/use-census.ts'
import { useLocationLabel } from '../../sync/hooks/use-location-label.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { useShellSlots } from '../shell-slots.tsx'
import { shellTexts } from '../texts.ts'

export interface PaletteItem {
  readonly id: string
  readonly group: string
  readonly label: ReactNode
  readonly keys?: string | undefined
  readonly run: () => void
}

/** A shorter query matches too many patients. */
const MIN_QUERY_LENGTH = 2
const MAX_PATIENTS = 8

/** Patients first, then matching pages and actions. */
export function usePaletteItems(query: string): { readonly items: readonly PaletteItem[]; readonly searching: boolean } {
  const patients = usePatientItems(query)
  const actions = useActionItems()
  const words = foldText(useDeferredValue(query))
  const matching = actions.filter(({ words: all }) => foldText(all).includes(words))
  return { items: [...patients.items, ...matching], searching: patients.searching }
}

function usePatientItems(query: string): { items: readonly PaletteItem[]; searching: boolean } {
  const t = useTexts(shellTexts)
  const trpc = useTRPC()
  const navigate = useNavigate()
  const { language } = useLanguage()
  const locations = useLocationLabel()
  const searchText = useDebounced(query.trim(), 150)
  const enabled = searchText.length >= MIN_QUERY_LENGTH
  const { data, isFetching } = useQuery({
    ...trpc.patients.search.queryOptions({ query: searchText, limit: MAX_PATIENTS }),
    enabled,
    // Search results are not a live list: every query is sent again.
    staleTime: 0,
    gcTime: 0,
  })
  const rows = enabled ? ((data?.rows ?? []) as readonly CensusRow[]) : []
  const census = useWardCensus()
  return {
    searching: isFetching || searchText !== query.trim(),
    items: rows.map(({ patient }) => ({
      id: patient.patientId,
      group: t('patients'),
      label: (
        <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 2 }}>
          <TwoIdentifiers patient={identityOf(patient, language)} place={locations.whole(patient)} />
          {namesakesOf(patient.patientId, patient.name, census.rows).length > 0 && <StatusChip tone="warn">{t('nameAlert')}</StatusChip>}
        </Box>
      ),
      run: () => void navigate(`/patients/${patient.patientId}`),
    })),
  }
}

function useActionItems(): readonly (PaletteItem & { readonly words: string })[] {
  const t = useTexts(shellTexts)
  const { t: translate } = useTranslation()
  const navigate = useNavigate()
  const { role } = useUser()
  const { screens, signOut } = useShellSlots()
  const { language, setLanguage } = useLanguage()
  const { setScheme } = useScheme()
  // The palette offers every shortcut of the current screen under the same label.
  const bindings = useStore(keyBindings).filter(({ keys }) => keys.startsWith('g ') && !/^g \d$/.test(keys))

  const action = (id: string, words: string, run: () => void, keys?: string) => ({
    id,
    words,
    label: words,
    run,
    keys,
    group: t('actions'),
  })
  return [
    ...bindings.map(({ keys, label, run }) => action(keys, label, run, keys)),
    ...screens
      .filter((screen) => screen.roles.includes(role) && !bindings.some(({ keys }) => keys === `g ${screen.key}`))
      .map((screen) => action(screen.path, translate('title', { ns: screen.title.namespace }), () => void navigate(`/${screen.path}`))),
    action('language', t('language'), () => setLanguage(language === 'ar' ? 'en' : 'ar')),
    action('light', `${t('theme')}: ${t('light')}`, () => setScheme('light')),
    action('dark', `${t('theme')}: ${t('dark')}`, () => setScheme('dark')),
    action('signOut', t('signOut'), signOut),
  ]
}
