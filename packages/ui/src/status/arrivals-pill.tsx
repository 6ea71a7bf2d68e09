import ButtonBase from '@mui/material/ButtonBase'
import { useWords } from '../words.tsx'

export interface ArrivalsPillProps {
  /** Rows that wait; the pill is gone when there are none. */
  count: number
  /** What arrived: "3 new routine orders arrived while you were reading". */
  children?: React.ReactNode
  onShow: () => void
}

/** Holds arrivals back while somebody reads, so that no row moves under the pointer (RT-7). */
export function ArrivalsPill({ count, children, onShow }: ArrivalsPillProps) {
  const words = useWords()
  if (count === 0) return null
  return (
    <ButtonBase
      onClick={onShow}
      sx={{
        display: 'flex',
        justifyContent: 'space-between',
        flex: 'none',
        inlineSize: '100%',
        minHeight: 32,
        paddingInline: 3,
        fontSize: 13,
        fontWeight: 620,
        color: 'new.main',
        bgcolor: 'new.bg',
        borderBlock: '1px solid',
        borderColor: 'new.line',
        // Paper without the rows that wait says that they do.
        '@media print': { display: 'flex !important' },
      }}
    >
      <span>{children ?? words.arrivals(count)}</span>
      <span>{words.show}</span>
    </ButtonBase>
  )
}
