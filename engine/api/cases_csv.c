/* Cases from a CSV file. */
#include "api/perform.h"

enum baku_status baku_case_import(struct baku *baku, const char *file, const struct baku_deed *deed,
                                  struct baku_answer *answer)
{
    (void)deed;
    return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_CASE, (struct error_facts){.name = text_of(file)});
}
