import VectorPasses

// Every arm64 processor multiplies and adds in one rounding, an x86-64
// processor only from v3 on.
#if arch(arm64)
enum InstructionSetArithmetic: FusedArithmetic {}
#else
enum InstructionSetArithmetic: SeparateArithmetic {}
#endif
