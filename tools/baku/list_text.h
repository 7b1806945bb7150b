/* Lists of cases and of what is due, as people read them. */
#ifndef TOOLS_LIST_TEXT_H
#define TOOLS_LIST_TEXT_H

#include "out.h"

void print_cases(const struct cli *cli, const json_t *document);
void print_worklist(const struct cli *cli, const json_t *document);

#endif
