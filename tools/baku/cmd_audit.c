#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baku_audit.h"
#include "cli.h"
#include "out.h"
#include "page_text.h"

/* A page for each SOP, then what is said of all. */
static void print_audits(const struct cli *cli, const json_t *document)
{
    const json_t *audits = json_object_get(document, "audits"), *summary = json_object_get(document, "summary"), *audit;
    size_t i;
    json_array_foreach (audits, i, audit) {
        if (i)
            print_page_break();
        print_page(cli, json_object_get(audit, "page"));
    }
    if (json_array_size(audits) && json_array_size(summary))
        print_page_break();
    print_page(cli, summary);
}

/* Nothing in it steers a terminal (include/baku_audit.h), and its line breaks are to stay as they are. */
static void print_csv(const struct cli *cli, const json_t *document)
{
    (void)cli;
    fputs(text_at(document, "text"), stdout);
}

/* How each format that this command knows is asked for, and printed. */
static const struct form {
    enum baku_audit_format asked;
    void (*print)(const struct cli *cli, const json_t *document);
} forms[FORMAT_COUNT] = {
    [FORMAT_text] = {BAKU_AUDIT, print_audits},
    [FORMAT_json] = {BAKU_AUDIT, print_audits}, /* as it is answered: nothing is left to print */
    [FORMAT_md] = {BAKU_AUDIT_MARKDOWN, out_page},
    [FORMAT_csv] = {BAKU_AUDIT_CSV, print_csv},
};

/* What happened is told where a store is named; where only its rates are asked for, BAKU_STORE names it, too. */
static bool asks_store(const struct cli *cli)
{
    const struct values *rates = &cli->options[OPTION_audit_rate];
    bool observed = false;
    for (size_t i = 0; i < rates->n; i++)
        observed = observed || strcmp(rates->at[i], "observed") == 0;
    return option_given(cli, OPTION_ANY_store) || (observed && getenv("BAKU_STORE"));
}

int cmd_audit(const struct cli *cli)
{
    const struct form *form = &forms[cli->format];
    struct baku *baku;
    struct baku_answer answer = {0};
    struct baku_audit_options options = {.format = form->asked,
                                         .rates = cli->options[OPTION_audit_rate].at,
                                         .n_rates = cli->options[OPTION_audit_rate].n,
                                         .start = option_value(cli, OPTION_audit_start),
                                         .observed = asks_store(cli)};
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_audit(baku, cli->operands, cli->n_operands, &options, &answer);
    int code = out_answer(cli, status, &answer, form->print);
    baku_close(baku);
    return code;
}
