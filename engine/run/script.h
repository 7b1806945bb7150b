/* A script against the SOPs that it is for: are its names real, and what does it tell a step now? */
#ifndef RUN_SCRIPT_H
#define RUN_SCRIPT_H

#include "run/play.h"

/* Checks every name of the play's script; sets `play->error` at the first that is wrong. False: memory is out. */
bool script_check(struct play *play);

/* Is there such a step, `STEP` or `CALLSTEP/STEP`, in the SOP or in what it calls? */
bool script_knows_step(const struct sop *sop, struct text path);

/* The entry that is told for the step of that path, or NULL. */
const struct told *script_find(const struct tolds *tolds, struct text path);

/* Is `name` the SOP that this callee of `caller` stands for? Its region may be left out where it is the caller's. */
bool script_chooses(const struct sop *caller, const struct callee *callee, struct text name);

/* Does a list of documents name `key` in the frame whose call path is `prefix` (empty for the case's own SOP)? */
bool script_names(const struct texts *list, struct text prefix, struct text key);

/* Does the path stand below the prefix? `*name` gets what stands behind it, all of the path where the prefix is empty. */
bool script_below(struct text path, struct text prefix, struct text *name);

/* `PREFIX/NAME`, or `NAME` where the prefix is empty. */
struct text script_path(struct arena *arena, struct text prefix, struct text name);

#endif
