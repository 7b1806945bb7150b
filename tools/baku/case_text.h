/* Cases as people read them. */
#ifndef TOOLS_CASE_TEXT_H
#define TOOLS_CASE_TEXT_H

#include "out.h"

void print_outcome(const struct cli *cli, const json_t *document);
void print_moved(const struct cli *cli, const json_t *document);
void print_erased(const struct cli *cli, const json_t *document);
void print_import(const struct cli *cli, const json_t *document);
void print_case(const struct cli *cli, const json_t *document);
void print_history(const struct cli *cli, const json_t *document);
void print_cases(const struct cli *cli, const json_t *document);
void print_worklist(const struct cli *cli, const json_t *document);

/* A content that was written to a file; or shown. */
void print_got(const struct cli *cli, const json_t *document);
void print_content(const struct cli *cli, const json_t *document);

#endif
