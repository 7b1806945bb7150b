/* A deed on a case, as the command line tells it. */
#ifndef TOOLS_DEED_H
#define TOOLS_DEED_H

#include "baku_case.h"
#include "cli.h"

/* What `--given DOC=TEXT` and its like become; owns the names. */
struct deed {
    struct baku_deed deed;
    struct baku_handed *documents;
    char **names;
    size_t n;
};

/* Reads the options of `case`; false when memory is out. */
bool deed_read(struct deed *deed, const struct cli *cli);
void deed_release(struct deed *deed);

#endif
