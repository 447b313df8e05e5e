process.env.PROPERTY_TESTS = "full";
