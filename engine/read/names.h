/* Names that a step writes, resolved to numbers. Each reports what it does not find, with the nearest known name. */
#ifndef READ_NAMES_H
#define READ_NAMES_H

#include "read/sop_reader.h"

/* A document of the SOP, or one of the region's, which then becomes one of the SOP's; NONE with B103. */
uint16_t names_document(struct sop_reader *s, const struct node *node);

/* The documents of a list, each once; `name` is the key under which the list stands. */
struct refs names_documents(struct sop_reader *s, const struct node *node, struct text name);

/* B103 for a document that is not where it should be (`where`; NONE: not declared at all). */
void names_unknown_document(struct sop_reader *s, const struct node *node, enum phrase where);

/* A step or `end`; nothing may lead into a branch from outside. A NULL node is no target: step NONE. */
struct target names_target(struct sop_reader *s, const struct node *node);

/* One of the SOP's actors, or one of the region's that has no column; NONE with B102. */
uint16_t names_actor(struct sop_reader *s, const struct node *node);

/* B102, with the nearest actor. Quiet where the list that should hold it could not be read. */
void names_unknown_actor(struct sop_reader *s, const struct node *node);

#endif
