/* Why a deed was refused as people read it, and the command that works instead. */
#ifndef TOOLS_REFUSAL_TEXT_H
#define TOOLS_REFUSAL_TEXT_H

#include "out.h"

/* The refusal of an answer, all its lines. */
void print_refusal(const struct cli *cli, const json_t *document);

/* A document that is missing or has run out, behind some words: who hands it over. */
void print_lacking(const struct cli *cli, const json_t *missing, const char *before);

/* Where a way out is printed: of which case, at which of its steps, behind which blanks. */
struct way {
    const struct cli *cli;
    const json_t *document;
    const char *step, *before;
    bool again; /* the command that was refused is told anew, with what it lacks */
};

/* The commands by which those documents come, each whole; nothing where there are none. */
void print_ways(const struct way *way, const json_t *missing);

#endif
