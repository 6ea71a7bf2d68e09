import { AnnouncerProvider, englishWords, FacilityProvider, WardlineThemeProvider, WordsProvider } from '@wardline/ui'
import { type ReactNode, useSyncExternalStore } from 'react'
import { arabicWords } from '../i18n/arabic-words.ts'
import { useLanguage } from '../i18n/language.ts'
import { usePreferences } from '../session/preferences.ts'
import { serverClock } from '../time/server-clock.ts'

/** Direction, theme, texts and clock of the whole app; they change together and without a reload (AR-1). */
export function Providers({ timeZone, children }: { timeZone: string | null; children: ReactNode }) {
  const { language, direction } = useLanguage()
  const density = usePreferences((preferences) => preferences.density)
  const offsetMs = useSyncExternalStore(serverClock.subscribe, () => serverClock.offsetMs)
  return (
    <WardlineThemeProvider direction={direction} lang={language} density={density}>
      <WordsProvider words={language === 'ar' ? arabicWords : englishWords}>
        <FacilityProvider timeZone={timeZone ?? undefined} offsetMs={offsetMs}>
          <AnnouncerProvider>{children}</AnnouncerProvider>
        </FacilityProvider>
      </WordsProvider>
    </WardlineThemeProvider>
  )
}
