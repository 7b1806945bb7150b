/* A SOP while it is being read: what sop.c, step.c, names.c and construct.c share. */
#ifndef READ_SOP_READER_H
#define READ_SOP_READER_H

#include "read/parts.h"

/* The values of one step's map, kept until all names are known. */
struct step_nodes {
    const struct node *value[KEY_STEP_with - KEY_STEP_activity + 1];
    const struct node *map; /* as it is written, readable or not */
};

struct sop_reader {
    struct reader r;
    struct sop *sop;
    const struct region *region;
    /* No name can be called unknown: the list that should hold it, here or in the region, could not be read. */
    bool actors_lost, documents_lost;
    bool full;    /* LIMIT STEPS was reported */
    size_t calls; /* callees named so far */
    size_t room_documents, room_actors, room_steps, room_nodes;
    struct step_nodes *nodes; /* beside sop->steps */
};

/* The value of a key of step number `step`, or NULL. */
static inline const struct node *step_value(const struct sop_reader *s, uint16_t step, enum key key)
{
    return s->nodes[step].value[key - KEY_STEP_activity];
}

/* Wave 1 of the steps: their keys, in the order in which a case meets them. */
void steps_declare(struct sop_reader *s, const struct node *list);

/* Wave 2: what each step says, with every name resolved. */
void steps_resolve(struct sop_reader *s);

#endif
