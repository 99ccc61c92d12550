#include "halves.h"
#include "scratch.h"
#include "transposes.h"
#include "vectors.h"
