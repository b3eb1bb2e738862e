-- What was printed is found by its file: few letters of many are on paper.
CREATE INDEX deliveries_stack ON deliveries (receipt_reference) WHERE channel = 'print';
