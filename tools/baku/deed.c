#define _XOPEN_SOURCE 700
#include "deed.h"

#include <stdlib.h>
#include <string.h>

/* `DOC`, `DOC=TEXT`, `DOC=@FILE`; a text that begins with @ is written with two. */
static bool read_document(struct deed *deed, const char *word)
{
    struct baku_handed *document = &deed->documents[deed->n];
    char *name = deed->names[deed->n] = strdup(word);
    if (!name)
        return false;
    deed->n++;
    *document = (struct baku_handed){.document = name};
    char *value = strchr(name, '=');
    if (!value)
        return true;
    *value++ = '\0';
    if (value[0] == '@' && value[1] != '@')
        document->file = value + 1;
    else
        document->text = value[0] == '@' ? value + 1 : value;
    return true;
}

static bool read_documents(struct deed *deed, const struct values *values)
{
    for (size_t i = 0; i < values->n; i++)
        if (!read_document(deed, values->at[i]))
            return false;
    return true;
}

static enum baku_given_answer read_answer(const struct cli *cli)
{
    if (option_given(cli, OPTION_case_ya))
        return BAKU_ANSWER_YA;
    return option_given(cli, OPTION_case_tidak) ? BAKU_ANSWER_TIDAK : BAKU_ANSWER_NONE;
}

bool deed_read(struct deed *deed, const struct cli *cli)
{
    const struct values *given = &cli->options[OPTION_case_given], *output = &cli->options[OPTION_case_output];
    size_t room = given->n + output->n + 1;
    *deed =
        (struct deed){.documents = calloc(room, sizeof *deed->documents), .names = calloc(room, sizeof *deed->names)};
    if (!deed->documents || !deed->names || !read_documents(deed, given) || !read_documents(deed, output))
        return false;
    deed->deed = (struct baku_deed){.as = option_value(cli, OPTION_case_as),
                                    .at = option_value(cli, OPTION_case_at),
                                    .key = option_value(cli, OPTION_case_key),
                                    .note = option_value(cli, OPTION_case_note),
                                    .documents = deed->documents,
                                    .n_documents = deed->n,
                                    .title = option_value(cli, OPTION_case_title),
                                    .answer = read_answer(cli),
                                    .choose = option_value(cli, OPTION_case_choose),
                                    .reason = option_value(cli, OPTION_case_reason)};
    return true;
}

void deed_release(struct deed *deed)
{
    for (size_t i = 0; i < deed->n; i++)
        free(deed->names[i]);
    free(deed->names);
    free(deed->documents);
}
