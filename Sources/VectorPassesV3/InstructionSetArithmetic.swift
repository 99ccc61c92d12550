import VectorPasses

typealias InstructionSetArithmetic = FusedArithmetic
