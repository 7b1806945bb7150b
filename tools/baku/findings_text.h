/* Findings as a teaching compiler prints them. */
#ifndef TOOLS_FINDINGS_TEXT_H
#define TOOLS_FINDINGS_TEXT_H

#include "cli.h"

/* The answer of baku_check, made with details. */
void print_findings(const struct cli *cli, const json_t *document);

#endif
