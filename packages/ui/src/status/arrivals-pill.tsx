import ButtonBase from '@mui/material/ButtonBase'
import { useWords } from '../words.tsx'

export interface ArrivalsPillProps {
  /** Number of waiting rows; the pill is hidden for zero. */
  count: number
  /** Description of the arrivals: "3 new routine orders arrived while you were reading". */
  children?: React.ReactNode
  onShow: () => void
}

/** Holds back arrivals while the list is in use, so that no row moves under the pointer (RT-7). */
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
        // A print without the waiting rows must show that they exist.
        '@media print': { display: 'flex !important' },
      }}
    >
      <span>{children ?? words.arrivals(count)}</span>
      <span>{words.show}</span>
    </ButtonBase>
  )
}
