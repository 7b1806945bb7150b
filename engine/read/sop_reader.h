/* A SOP while it is being read: what sop.c and step.c share. */
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

/* B102, with the nearest actor. Quiet where the region, which may know the actor, could not be read. */
void unknown_actor(struct sop_reader *s, const struct node *node);

/* Wave 1 of the steps: their keys, in the order in which a case meets them. */
void steps_declare(struct sop_reader *s, const struct node *list);

/* Wave 2: what each step says, with every name resolved. */
void steps_resolve(struct sop_reader *s);

#endif
