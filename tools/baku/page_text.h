/* A page of blocks (include/baku_audit.h: "page", "summary") as text for a terminal or a printer of 80 columns. */
#ifndef TOOLS_PAGE_TEXT_H
#define TOOLS_PAGE_TEXT_H

#include "cli.h"

enum { PAGE_COLUMNS = 80 };

/* Prints the blocks one after the other; what is too wide goes on in the next line. */
void print_page(const struct cli *cli, const json_t *blocks);

/* A line across, between two pages. */
void print_page_break(void);

#endif
