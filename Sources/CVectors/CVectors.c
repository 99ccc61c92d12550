#include "scratch.h"
#include "transposes.h"
#include "vectors.h"
