/* The table of a comparison: what each variant is, in numbers. */
#ifndef TOOLS_COMPARE_TABLE_H
#define TOOLS_COMPARE_TABLE_H

#include "cli.h"

/* Prints the variants of baku_compare's answer as columns, as many beside each other as 80 columns hold and the rest
 * below. */
void compare_table(const struct cli *cli, const json_t *variants);

#endif
