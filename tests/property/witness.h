/* A failure as files to look at: `build/property/NAME/` gets `region.yaml`, `sopN.yaml` and `story.txt`, and the draws,
 * as bytes for the fuzz target, in `draws`. The folder is a region: `baku check` and `baku run` work on it. */
#ifndef PROPERTY_WITNESS_H
#define PROPERTY_WITNESS_H

#include "property/caught.h"

enum { WITNESS_PATH = 200 };

/* Tries the failure once more and writes what it does; `folder` gets its path. False: a file could not be written. */
bool witness_write(struct trial *trial, const struct failure_found *found, const char *name, char folder[WITNESS_PATH]);

#endif
