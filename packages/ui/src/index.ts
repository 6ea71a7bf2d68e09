/**
 * The furniture: draws what it is given and knows no event, no server and no route. Everything the web app
 * may use is named here.
 */

// Time
export { AgeTimer, type AgeTimerProps, ClaimBadge, type ClaimBadgeProps } from './age-timer.tsx'
export { AlertBar, type AlertBarItem, type AlertBarProps } from './alert-bar.tsx'
export { AllergyStrip, type AllergyStripProps } from './allergy-strip.tsx'
// Announcements
export { type Announce, AnnouncerProvider, POLITE_PAUSE_MS, useAnnounce } from './announcer.tsx'
// Shell
export { AppBar, type AppBarProps, AppFrame, type AppFrameProps, AppRail, type AppRailProps, type RailItem } from './app-frame.tsx'
export { ArrivalsPill, type ArrivalsPillProps } from './arrivals-pill.tsx'
export { AsOf, type AsOfProps, STALE_AFTER_MS, TimeAgo, type TimeAgoProps } from './as-of.tsx'
// Panels and lists
export { Card, type CardProps, ListRow, type ListRowProps, type ListTone } from './card.tsx'
export { ChartTabs, type ChartTabsProps, type OpenChart } from './chart-tabs.tsx'
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
} from './chips.tsx'
export { ClinicalTable } from './clinical-table.tsx'
// Clinical values
export { Clin, type ClinProps, unbroken } from './clinical-text.tsx'
export { fmtLab, fmtMrn, fmtRange, type RangeLike, toLatinDigits } from './clinical-values.ts'
export { FacilityProvider, type FacilityProviderProps, useFacility, useFormats, useServerNow } from './clock.tsx'
export { type ChosenReason, ConfirmSheet, type ConfirmSheetProps, type ReasonChoice } from './confirm-sheet.tsx'
export { ConnectionChip, type ConnectionChipProps, type ConnectionState } from './connection-chip.tsx'
export { CriticalDialog, type CriticalDialogProps, READ_FIRST_MS } from './critical-dialog.tsx'
// Formats (pure)
export { facilityZoneNote, fmtAge, fmtDate, fmtDateTime, fmtDayMonth, fmtElapsed, fmtTime } from './dates.ts'
export { DiffBlock, type DiffBlockProps, type DiffLine } from './diff-block.tsx'
export { type BannedNotation, bannedNotations, fmtDose, fmtDoseNumber, fmtDoseText, safeDoseUnit } from './doses.ts'
export { IdentityConfirm, type IdentityConfirmProps } from './identity-confirm.tsx'
export { KeyHint, type KeyHintProps, keyNames } from './key-hint.tsx'
export { isCommitKey, isTyping, letterOf } from './keys.ts'
export { LabValue, type LabValueProps, RangeText, type RangeTextProps } from './lab-value.tsx'
export { type Arrangement, arranging, byText } from './list/arranging.ts'
export { changesBetween, type ListChanges } from './list/changes-between.ts'
export { type CountedAs, type Counts, counting } from './list/counting.ts'
export { type Derivation, incremental, sameRows } from './list/derivation.ts'
export { useDerived } from './list/use-derived.ts'
export { MedicationLine, type MedicationLineProps } from './medication-line.tsx'
export { type ModuleTab, ModuleTabs, type ModuleTabsProps } from './module-tabs.tsx'
export { PageHead, type PageHeadProps } from './page-head.tsx'
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
} from './panel-states.tsx'
// Patient
export { type Allergy, type AllergyState, type BannerFact, byHarm, initialsOf, type PatientIdentity, type Sex } from './patient.ts'
export { PatientBanner, type PatientBannerProps } from './patient-banner.tsx'
export {
  BornAndAge,
  Mrn,
  PatientAvatar,
  type PatientAvatarProps,
  PatientHead,
  TwoIdentifiers,
  type TwoIdentifiersProps,
} from './patient-identity.tsx'
export { RawContent, type RawContentProps } from './raw-content.tsx'
export { SearchField, type SearchFieldProps } from './search-field.tsx'
export type { SeriesPoint } from './series.ts'
// Severity
export {
  type FlagCode,
  flagCodes,
  isAbnormal,
  isCritical,
  isFlagCode,
  type Priority,
  priorityRank,
  type Tone,
  toneOfFlag,
  toneOfPriority,
  worstFlag,
} from './severity.ts'
// Sheets and dialogs
export { Sheet, type SheetProps } from './sheet.tsx'
export { type ShortcutGroup, ShortcutsDialog, type ShortcutsDialogProps } from './shortcuts-dialog.tsx'
export { type SignLine, SignSheet, type SignSheetProps } from './sign-sheet.tsx'
export { Sparkline, type SparklineProps } from './sparkline.tsx'
export type { ClinicalColumn, ClinicalTableProps, TableSelection, TableSort } from './table/columns.ts'
export { tallMan, tallManEdition } from './tall-man.ts'
// Theme
export { type Direction, fontFamily, themeFor } from './theme.ts'
export {
  type Scheme,
  useDensity,
  useDirection,
  useScheme,
  WardlineThemeProvider,
  type WardlineThemeProviderProps,
} from './theme-provider.tsx'
export { chartStripe, chartStripes, type Density, densities, rowHeights, tokens } from './tokens.ts'
export type { TrendChartProps, TrendMarker } from './trend/trend-model.ts'
export { TrendChart } from './trend-chart.tsx'
export { UserChip, type UserChipProps } from './user-chip.tsx'
export { visuallyHidden } from './visually-hidden.ts'
// Words, clock, keys
export { englishWords, useWords, type Words, WordsProvider, type WordsProviderProps } from './words.tsx'
