import VectorPasses

enum InstructionSetArithmetic: FusedArithmetic {}
