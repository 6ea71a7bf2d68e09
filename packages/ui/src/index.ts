/**
 * Presentational components: they know no event, no server and no route. Everything the web app may use is exported
 * here.
 */

export { AllergyStrip, type AllergyStripProps } from './clinical/allergy-strip.tsx'
export {
  CountBadge,
  type CountBadgeProps,
  FlagChip,
  type FlagChipProps,
  NewMark,
  type NewMarkProps,
  PriorityChip,
  type PriorityChipProps,
  StatusChip,
  type StatusChipProps,
} from './clinical/chips.tsx'
// Clinical values
export { Clin, type ClinProps, unbroken } from './clinical/clinical-text.tsx'
export { fmtLab, fmtMrn, fmtRange, type RangeLike, toLatinDigits } from './clinical/clinical-values.ts'
export { type BannedNotation, bannedNotations, fmtDose, fmtDoseNumber, fmtDoseText, safeDoseUnit } from './clinical/doses.ts'
export { LabValue, type LabValueProps, RangeText, type RangeTextProps } from './clinical/lab-value.tsx'
export { MedicationLine, type MedicationLineProps } from './clinical/medication-line.tsx'
// Severity
export {
  type FlagCode,
  flagCodes,
  isFlagCode,
  type Priority,
  type Tone,
  toneOfFlag,
  toneOfPriority,
} from './clinical/severity.ts'
export { tallMan, tallManEdition } from './clinical/tall-man.ts'
// Shell
export { AppBar, type AppBarProps, AppFrame, type AppFrameProps, AppRail, type AppRailProps, type RailItem } from './frame/app-frame.tsx'
// Panels and lists
export { Card, type CardProps, ListRow, type ListRowProps, type ListTone } from './frame/card.tsx'
export { ChartTabs, type ChartTabsProps, type OpenChart } from './frame/chart-tabs.tsx'
export { type ModuleTab, ModuleTabs, type ModuleTabsProps } from './frame/module-tabs.tsx'
export { PageHead, type PageHeadProps } from './frame/page-head.tsx'
export { SearchField, type SearchFieldProps } from './frame/search-field.tsx'
export { UserChip, type UserChipProps } from './frame/user-chip.tsx'
export { KeyHint, type KeyHintProps, keyNames } from './keyboard/key-hint.tsx'
export { isCommitKey, isTyping, letterOf } from './keyboard/keys.ts'
export { changesBetween, type ListChanges } from './list/changes-between.ts'
export { type CategoriesOf, type Counts, countByCategory } from './list/count-by-category.ts'
export { type Derivation, incremental, sameRows } from './list/derivation.ts'
export { type Arrangement, byText, filterAndSort } from './list/filter-and-sort.ts'
export { useDerived } from './list/use-derived.ts'
export { IdentityConfirm, type IdentityConfirmProps } from './patient/identity-confirm.tsx'
// Patient
export {
  type AllergenKind,
  type Allergy,
  type AllergyState,
  type BannerFact,
  byHarm,
  initialsOf,
  type PatientIdentity,
  type Sex,
} from './patient/patient.ts'
export { PatientBanner, type PatientBannerProps } from './patient/patient-banner.tsx'
export {
  BornAndAge,
  Mrn,
  PatientAvatar,
  type PatientAvatarProps,
  PatientHead,
  TwoIdentifiers,
  type TwoIdentifiersProps,
} from './patient/patient-identity.tsx'
export { type ChosenReason, ConfirmSheet, type ConfirmSheetProps, type ReasonChoice } from './sheets/confirm-sheet.tsx'
export { CriticalDialog, type CriticalDialogProps } from './sheets/critical-dialog.tsx'
export { DiffBlock, type DiffBlockProps, type DiffLine } from './sheets/diff-block.tsx'
export { RawContent, type RawContentProps } from './sheets/raw-content.tsx'
export { readingTimes, useReadingTime } from './sheets/reading-time.ts'
// Sheets and dialogs
export { Sheet, type SheetProps } from './sheets/sheet.tsx'
export { type ShortcutGroup, ShortcutsDialog, type ShortcutsDialogProps } from './sheets/shortcuts-dialog.tsx'
export { type SignLine, SignSheet, type SignSheetProps } from './sheets/sign-sheet.tsx'
// Time
export { AgeTimer, type AgeTimerProps, ClaimBadge, type ClaimBadgeProps } from './status/age-timer.tsx'
export { AlertBar, type AlertBarItem, type AlertBarProps } from './status/alert-bar.tsx'
// Announcements
export { type Announce, AnnouncerProvider, POLITE_PAUSE_MS, useAnnounce } from './status/announcer.tsx'
export { ArrivalsPill, type ArrivalsPillProps } from './status/arrivals-pill.tsx'
export { AsOf, type AsOfProps, STALE_AFTER_MS, TimeAgo, type TimeAgoProps } from './status/as-of.tsx'
export { ConnectionChip, type ConnectionChipProps, type ConnectionState } from './status/connection-chip.tsx'
export {
  Empty,
  type EmptyProps,
  Failed,
  type FailedProps,
  Loading,
  type LoadingProps,
  NotLoaded,
  type NotLoadedProps,
  Refused,
  type RefusedProps,
  Stale,
  type StaleProps,
} from './status/panel-states.tsx'
export { ClinicalTable } from './table/clinical-table.tsx'
export type { ClinicalColumn, ClinicalTableProps, TableSelection, TableSort } from './table/columns.ts'
// Theme
export { type Direction, fontFamily, themeFor } from './theme/theme.ts'
export {
  type Scheme,
  useDensity,
  useDirection,
  useScheme,
  WardlineThemeProvider,
  type WardlineThemeProviderProps,
} from './theme/theme-provider.tsx'
export { chartStripe, chartStripes, type Density, densities, rowHeights, tokens } from './theme/tokens.ts'
export { visuallyHidden } from './theme/visually-hidden.ts'
export { FacilityProvider, type FacilityProviderProps, useFacility, useFormats, useServerNow } from './time/clock.tsx'
// Formats (pure)
export { facilityZoneNote, fmtAge, fmtDate, fmtDateTime, fmtDayMonth, fmtElapsed, fmtTime } from './time/dates.ts'
export type { SeriesPoint } from './trend/series.ts'
export { Sparkline, type SparklineProps } from './trend/sparkline.tsx'
export { TrendChart } from './trend/trend-chart.tsx'
export type { TrendChartProps, TrendMarker } from './trend/trend-model.ts'
// Texts
export { englishWords, useWords, type Words, WordsProvider, type WordsProviderProps } from './words.tsx'
