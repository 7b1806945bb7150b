/* The variants of a service as people read them. */
#ifndef TOOLS_COMPARE_TEXT_H
#define TOOLS_COMPARE_TEXT_H

#include "cli.h"

/* An answer of baku_compare about one service, and one that lists the services; made with details. */
void print_comparison(const struct cli *cli, const json_t *document);
void print_services(const struct cli *cli, const json_t *document);

#endif
